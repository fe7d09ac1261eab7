-- Log lines of builds are only written under the row where their log ends, which is there as long as its build: no foreign key checks each line (it was an
-- eighth of a build's cost in the database); a trigger of the statement removes them with their build.

alter table build_logs drop constraint build_logs_build_fk;

create function delete_lines_of_builds() returns trigger language plpgsql as $$
begin
    delete from build_logs where build_id in (select id from gone);
    return null;
end
$$;

create trigger builds_lines_go_too
after delete on builds
referencing old table as gone
for each statement
execute function delete_lines_of_builds();
