-- The sample's own tables: orders of merchants, drafts of products in them, images of drafts.

create table merchants (
    id text not null,
    constraint merchants_pk primary key (id)
);

create table purchase_orders (
    id          text not null,
    merchant_id text not null,
    constraint purchase_orders_pk primary key (id),
    constraint purchase_orders_merchant_fk foreign key (merchant_id) references merchants (id) on delete cascade
);

create index purchase_orders_merchant on purchase_orders (merchant_id);

create table product_drafts (
    id                text not null,
    purchase_order_id text not null,
    merchant_id       text not null,
    title             text not null,
    constraint product_drafts_pk primary key (id),
    constraint product_drafts_order_fk foreign key (purchase_order_id) references purchase_orders (id) on delete cascade
);

create index product_drafts_order on product_drafts (purchase_order_id, id);

-- At most three images a draft: the position is part of the key. The same picture never twice.
create table product_images (
    product_draft_id text not null,
    position         integer not null,
    source           text not null,
    content_hash     text not null,
    content_type     text not null,
    width            integer not null,
    height           integer not null,
    content          bytea not null,
    constraint product_images_pk primary key (product_draft_id, position),
    constraint product_images_three check (position between 0 and 2),
    constraint product_images_once unique (product_draft_id, content_hash),
    constraint "ProductImage_productDraftId_fkey" foreign key (product_draft_id) references product_drafts (id) on delete cascade
);

-- One review session an order.
create table image_review_sessions (
    purchase_order_id text not null,
    merchant_id       text not null,
    constraint image_review_sessions_pk primary key (purchase_order_id),
    constraint image_review_sessions_order_fk foreign key (purchase_order_id) references purchase_orders (id) on delete cascade
);
