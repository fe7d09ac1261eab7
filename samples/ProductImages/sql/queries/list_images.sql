-- The images of an order's drafts, without their bytes.
-- @order
select i.product_draft_id, i.position, i.source, i.content_type, i.width, i.height, length(i.content)
from product_images i
join product_drafts d on d.id = i.product_draft_id
where d.purchase_order_id = @order
order by i.product_draft_id, i.position
