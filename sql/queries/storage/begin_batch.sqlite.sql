-- Opens the transaction of a batch as the only writer.
begin immediate
