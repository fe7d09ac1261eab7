-- How many images a draft has; no row when the draft is gone, or is another merchant's.
-- @draft, @merchant
select (select count(*) from product_images where product_draft_id = d.id)
from product_drafts d
where d.id = @draft
  and d.merchant_id = @merchant
