"""kind: the Dockerfile of its base image, and constants that moved with its packages."""

from collections.abc import Mapping

from ingest.parsers import image_reader, parse_shell_variables, variable_reader
from ingest.source import Extractor, LayoutFile, TaggedFiles

DOCKERFILE = {
    "CNI_PLUGINS_VERSION": "cni-plugins",
    "CNI_VERSION": "cni-plugins",
    "CONTAINERD_VERSION": "containerd",
    "CRICTL_VERSION": "cri-tools",
    "CONTAINERD_FUSE_OVERLAYFS_VERSION": "fuse-overlayfs-snapshotter",
    "RUNC_VERSION": "runc",
}

BASE = {"kindest/base": "kind-base-image"}
NETWORK = {"kindest/kindnetd": "kindnet", "weaveworks/weave-kube": "weave-net"}
STORAGE = {"local-path-provisioner": "local-path-provisioner"}
NODE = {"kindest/node": "kubernetes"}
BALANCER = {"haproxy": "haproxy", "envoyproxy/envoy": "envoy"}

COMPONENTS_BY_FILE: Mapping[str, Mapping[str, str]] = {
    "pkg/build/nodeimage/defaults.go": BASE,
    "pkg/build/node/node.go": BASE,
    "pkg/build/nodeimage/const_cni.go": NETWORK,
    "pkg/build/node/cni.go": NETWORK,
    "pkg/build/node/const.go": NETWORK,
    "pkg/build/nodeimage/const_storage.go": STORAGE,
    "pkg/build/node/storage.go": STORAGE,
    "pkg/apis/config/defaults/image.go": NODE,
    "pkg/cluster/config/defaults/image.go": NODE,
    "pkg/cluster/internal/loadbalancer/const.go": BALANCER,
    "pkg/internal/cluster/loadbalancer/const.go": BALANCER,
    "pkg/cluster/internal/haproxy/const.go": BALANCER,
}

KIND = Extractor(
    "kind",
    (
        TaggedFiles(
            repository="kubernetes-sigs/kind",
            tags=r"v\d+\.\d+\.\d+",
            files=(
                LayoutFile(
                    "images/base/Dockerfile",
                    variable_reader(parse_shell_variables, DOCKERFILE),
                    required=True,
                ),
                *(LayoutFile(path, image_reader(names)) for path, names in COMPONENTS_BY_FILE.items()),
            ),
        ),
    ),
)
