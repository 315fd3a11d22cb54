"""Questions to begin with, of every kind that is understood; the tests ask them all."""

from __future__ import annotations

from types import MappingProxyType

from graph.models import Label

EXAMPLE_GROUPS: tuple[tuple[Label, tuple[Label, ...]], ...] = (
    (
        Label(en="Who uses what", zh="谁在用什么"),
        (
            Label(en="which distros use kine", zh="哪些发行版使用 kine"),
            Label(
                en="which distributions use containerd but not flannel",
                zh="哪些发行版用 containerd 但不用 flannel",
            ),
            Label(
                en="which distributions ship traefik or ingress-nginx",
                zh="哪些发行版自带 traefik 或 ingress-nginx",
            ),
            Label(en="which distributions use cilium by default", zh="默认用 cilium 的发行版有哪些"),
            Label(en="which distributions support arm64", zh="哪些发行版支持 arm64"),
            Label(
                en="which distributions have no default ingress controller",
                zh="哪些发行版默认没有 Ingress 控制器",
            ),
        ),
    ),
    (
        Label(en="Yes, no or not recorded", zh="是、否或尚无记录"),
        (
            Label(en="does k3s support PostgreSQL?", zh="k3s 支持 PostgreSQL 吗"),
            Label(en="does k0s use flannel", zh="k0s 用 flannel 吗"),
            Label(en="is RKE2 FIPS validated", zh="rke2 通过 FIPS 认证了吗"),
        ),
    ),
    (
        Label(en="What a distribution has", zh="发行版有什么"),
        (
            Label(en="what container runtime does k0s use", zh="k0s 用什么容器运行时"),
            Label(en="what is the pod CIDR of k3s", zh="k3s 的 Pod 网段是多少"),
            Label(en="what are the hardware requirements of k3s", zh="k3s 的硬件要求是什么"),
            Label(en="who maintains talos", zh="talos 是谁维护的"),
            Label(en="which CNIs does rke2 support", zh="rke2 支持哪些 CNI"),
            Label(en="where does k3s keep its state in a HA setup", zh="高可用模式下 k3s 用什么数据存储"),
        ),
    ),
    (
        Label(en="Counting and ranking", zh="统计与排名"),
        (
            Label(en="how many distributions use containerd", zh="用 containerd 的发行版有几个"),
            Label(en="how many components does rke2 bundle", zh="rke2 内置多少个组件"),
            Label(en="which datastore do most distributions use", zh="最常见的默认数据存储是什么"),
            Label(en="which distribution bundles the most components", zh="内置组件最多的发行版是哪个"),
            Label(en="which distribution needs the least memory", zh="哪个发行版对内存要求最低"),
        ),
    ),
    (
        Label(en="Comparing and migrating", zh="对比与迁移"),
        (
            Label(en="compare k3s and k0s", zh="k3s 和 k0s 对比"),
            Label(en="compare the networking of k3s and k0s", zh="k3s、k0s 在网络方面有什么不一样"),
            Label(en="what do I lose by moving from k3s to talos", zh="从 k3s 迁到 talos 会失去什么"),
            Label(en="alternatives to kine", zh="有什么可以替代 kine"),
        ),
    ),
    (
        Label(en="Compute, network and storage", zh="计算、网络和存储"),
        (
            Label(en="which components of k3s serve the network", zh="k3s 里负责网络的组件有哪些"),
            Label(en="which concern does kine belong to", zh="kine 属于哪个方面"),
            Label(en="what is traefik", zh="traefik 是什么"),
        ),
    ),
    (
        Label(en="Releases and versions", zh="发布与版本"),
        (
            Label(en="what is the newest release of rke2", zh="rke2 最新的版本是哪个"),
            Label(
                en="which version of etcd is in rke2 v1.30.0+rke2r1",
                zh="rke2 v1.30.0+rke2r1 里的 etcd 是什么版本",
            ),
            Label(
                en="which k3s release first shipped containerd 2.0", zh="k3s 从哪个版本开始带 containerd 2.0"
            ),
            Label(en="who ships containerd below 2.3", zh="哪些发行版的 containerd 低于 2.3"),
            Label(
                en="what changed between k3s v1.29.0+k3s1 and v1.30.0+k3s1",
                zh="k3s v1.29.0+k3s1 到 v1.30.0+k3s1 有哪些变化",
            ),
        ),
    ),
    (
        Label(en="History and conflicting sources", zh="历史与来源分歧"),
        (
            Label(en="what was the default CNI of k0s in 2020", zh="2020 年 k0s 的默认 CNI 是什么"),
            Label(en="when did k3s drop dqlite", zh="k3s 什么时候移除了 dqlite"),
            Label(en="since when does rke2 ship traefik", zh="rke2 从什么时候开始带 traefik"),
            Label(en="what changed in september 2026", zh="2026 年 9 月有什么变化"),
            Label(en="where do sources disagree on k0s", zh="关于 k0s，各来源有哪些分歧"),
        ),
    ),
)
"""What can be asked, kind by kind."""

FIRST_EXAMPLES = MappingProxyType(
    {
        "en": tuple(questions[0].en for _, questions in EXAMPLE_GROUPS),
        "zh": tuple(questions[0].zh for _, questions in EXAMPLE_GROUPS),
    }
)
"""One question of each kind, for who asked something that was not understood."""
