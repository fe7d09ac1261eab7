-- An image of a draft that still exists: there is one writer at a time, so what the statement sees is what the foreign key sees.
-- @draft, @merchant, @position, @source, @content_hash, @content_type, @width, @height, @content
insert into product_images (product_draft_id, position, source, content_hash, content_type, width, height, content)
select id, @position, @source, @content_hash, @content_type, @width, @height, @content
from product_drafts
where id = @draft
  and merchant_id = @merchant
on conflict do nothing
