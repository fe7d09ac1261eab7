-- Moves the end of a log on where the lines continue at it and the batch key is new.
-- @id
-- @first_seq, @last_seq the lines
-- @bytes
-- @write_id
-- @batch_key null for none
insert into job_log_ends (job_id, first_seq, last_seq, bytes, write_id)
select @id, @first_seq, @last_seq, @bytes, @write_id
where exists (select 1 from jobs where id = @id)
  and (@first_seq = 1 or exists (select 1 from job_log_ends where job_id = @id))
  and not exists (select 1 from job_log_batches where job_id = @id and batch_key = @batch_key)
on conflict (job_id) do update
set first_seq = excluded.first_seq, last_seq = excluded.last_seq, bytes = job_log_ends.bytes + excluded.bytes, write_id = excluded.write_id
where job_log_ends.last_seq = excluded.first_seq - 1
