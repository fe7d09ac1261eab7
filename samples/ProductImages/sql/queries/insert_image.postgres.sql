-- An image of a draft that still exists. The key share lock holds the draft until the commit: a delete that comes now waits, one that came
-- before leaves no row to insert for. So the foreign key is never violated.
-- @draft, @merchant, @position, @source, @content_hash, @content_type, @width, @height, @content
with alive as (
    select id
    from product_drafts
    where id = @draft
      and merchant_id = @merchant
    for key share
)
insert into product_images (product_draft_id, position, source, content_hash, content_type, width, height, content)
select id, @position, @source, @content_hash, @content_type, @width, @height, @content
from alive
on conflict do nothing
