"""Worker processes: queries from outside are evaluated in processes that can be killed.

The engine has no limit of time or memory, and a query cannot be cancelled. So a process that is forked before
there are threads, the zygote, forks workers, and all share the memory of the dataset. A worker that exceeds a
limit is killed, and an idle one takes over; other queries are not affected.

    pool            runs jobs and returns their results
    scheduler       which task runs, which waits, which is preempted
    registry        the workers: their start, and their replacement
    task            one job, from submission to result, and the channel to its worker
    zygote          the process that forks workers off; zygote_client is the server's side of it
    process         forking a process that inherits nothing but its socket
    worker          runs jobs, and sends their results in frames
    sandbox         what a worker drops before it reads a query
    inline          a pool without processes, for tests and programs of one's own
    limits          time, memory and number of queries
    rate_limits     the quota of each client
    errors          the errors that end a query
"""
