"""Queries from outside are evaluated in processes that can be killed.

The engine has no limit of time or memory and cannot be told to stop. So a process that is forked off before
there are threads, the nursery, forks workers off, and all share the memory of the dataset. A worker that runs
too long or takes too much memory is ended, and another one is there already; nobody else notices.

    forking     a process that inherits nothing but its line
    nursery     it forks workers when it is told to, and says how they ended
    work        a worker: it does jobs, and sends what they give in parts
    line        the server's end of the line to a worker
    run         one job, from its start to its end
    lanes       who has a place, who waits, who may go on without one
    pool        jobs in, answers out
    stand_in    the same without processes, for tests and programs of one's own
"""
