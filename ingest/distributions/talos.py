"""Talos: one file of constants, in three places over the years, and a list of images before 1.4."""

from ingest.parsers import by_image, by_variable, go_strings
from ingest.source import Extractor, File, TaggedFiles

CONSTANTS = by_variable(
    go_strings,
    {
        "DefaultKubernetesVersion": "kubernetes",
        "KubernetesVersion": "kubernetes",
        "DefaultContainerdVersion": "containerd",
        "DefaultCoreDNSVersion": "coredns",
        "DefaultEtcdVersion": "etcd",
        "DefaultKernelVersion": "linux",
        "FlannelVersion": "flannel",
        "KubeNetworkPoliciesVersion": "kube-network-policies",
        "RuncVersion": "runc",
    },
)

TALOS = Extractor(
    "talos",
    (
        TaggedFiles(
            repository="siderolabs/talos",
            tags=r"v\d+\.\d+\.\d+",
            files=(
                File("pkg/machinery/constants/constants.go", CONSTANTS, telling=True),
                File("pkg/constants/constants.go", CONSTANTS),
                File("internal/pkg/constants/constants.go", CONSTANTS),
                File("pkg/images/list.go", by_image({"flannel": "flannel"})),
            ),
        ),
    ),
)
