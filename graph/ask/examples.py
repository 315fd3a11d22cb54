"""Questions to begin with, of every kind that is understood; the tests ask them all."""

from __future__ import annotations

from types import MappingProxyType

from i18n import Message

EXAMPLE_GROUPS: tuple[tuple[Message, tuple[Message, ...]], ...] = (
    (
        Message("Who uses what"),
        (
            Message("which distros use kine"),
            Message("which distributions use containerd but not flannel"),
            Message("which distributions ship traefik or ingress-nginx"),
            Message("which distributions use cilium by default"),
            Message("which distributions support arm64"),
            Message("which distributions have no default ingress controller"),
        ),
    ),
    (
        Message("Yes, no or not recorded"),
        (
            Message("does k3s support PostgreSQL?"),
            Message("does k0s use flannel"),
            Message("is RKE2 FIPS validated"),
        ),
    ),
    (
        Message("What a distribution has"),
        (
            Message("what container runtime does k0s use"),
            Message("what is the pod CIDR of k3s"),
            Message("what are the hardware requirements of k3s"),
            Message("who maintains talos"),
            Message("which CNIs does rke2 support"),
            Message("where does k3s keep its state in a HA setup"),
        ),
    ),
    (
        Message("Counting and ranking"),
        (
            Message("how many distributions use containerd"),
            Message("how many components does rke2 bundle"),
            Message("which datastore do most distributions use"),
            Message("which distribution bundles the most components"),
            Message("which distribution needs the least memory"),
        ),
    ),
    (
        Message("Comparing and migrating"),
        (
            Message("compare k3s and k0s"),
            Message("compare the networking of k3s and k0s"),
            Message("what do I lose by moving from k3s to talos"),
            Message("alternatives to kine"),
        ),
    ),
    (
        Message("Compute, network and storage"),
        (
            Message("what are the network components of k3s"),
            Message("which area does kine belong to"),
            Message("what is traefik"),
        ),
    ),
    (
        Message("Releases and versions"),
        (
            Message("what is the newest release of rke2"),
            Message("which version of etcd is in rke2 v1.30.0+rke2r1"),
            Message("which k3s release first shipped containerd 2.0"),
            Message("who ships containerd below 2.3"),
            Message("what changed between k3s v1.29.0+k3s1 and v1.30.0+k3s1"),
        ),
    ),
    (
        Message("History and conflicting sources"),
        (
            Message("what was the default CNI of k0s in 2020"),
            Message("when did k3s drop dqlite"),
            Message("since when has rke2 shipped traefik"),
            Message("what changed in september 2026"),
            Message("where do sources disagree on k0s"),
        ),
    ),
)
"""What can be asked, kind by kind."""

FIRST_EXAMPLES = MappingProxyType(
    {
        "en": tuple(questions[0].render("en") for _, questions in EXAMPLE_GROUPS),
        "zh": tuple(questions[0].render("zh") for _, questions in EXAMPLE_GROUPS),
    }
)
"""One question of each kind, for who asked something that was not understood."""
