-- Whether the rows have been counted: the migration did.
select 1
