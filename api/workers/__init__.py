"""Queries from outside are evaluated in processes that can be killed.

The engine has no limit of time or memory and cannot be told to stop. So a process that is forked off before
there are threads, the zygote, forks workers off, and all share the memory of the dataset. A worker that runs
too long or takes too much memory is ended, and another one is there already; nobody else notices.

    pool            jobs in, answers out
    scheduler       which task runs, which waits, which gives way
    registry        the workers that there are
    task            one job, from its start to its end, and the channel to the worker that does it
    zygote          the process that forks workers off; zygote_client is the server's side of it
    process         a process that inherits nothing but its socket
    worker          it does jobs, and sends what they give in parts
    sandbox         what a worker gives up before it reads a query
    inline          the same without processes, for tests and programs of one's own
"""
