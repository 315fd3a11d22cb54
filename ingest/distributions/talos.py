"""Talos: one file of constants, in three places over the years, and a list of images before 1.4."""

from ingest.parsers import image_reader, parse_go_strings, variable_reader
from ingest.source import Extractor, LayoutFile, TaggedFiles

CONSTANTS = variable_reader(
    parse_go_strings,
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
                LayoutFile("pkg/machinery/constants/constants.go", CONSTANTS, required=True),
                LayoutFile("pkg/constants/constants.go", CONSTANTS),
                LayoutFile("internal/pkg/constants/constants.go", CONSTANTS),
                LayoutFile("pkg/images/list.go", image_reader({"flannel": "flannel"})),
            ),
        ),
    ),
)
