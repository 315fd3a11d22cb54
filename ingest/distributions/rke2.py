"""RKE2: image lists of a shell script, with variables of another; Dockerfile, go.mod; and release notes."""

from ingest.parsers import (
    expand_variables,
    image_reader,
    parse_go_modules,
    parse_shell_variables,
    variable_reader,
)
from ingest.release_notes import ReleaseNotes
from ingest.source import Extractor, LayoutFile, TaggedFiles

# Suffixes such as -build20240625 and -hardened4 belong to the version: they are what Rancher built.
LISTED = image_reader(
    {
        "rancher/hardened-calico": "calico",
        "rancher/mirrored-calico-node": "calico-node",
        "rancher/calico-node": "calico-node",
        "rancher/mirrored-cilium-cilium": "cilium",
        "rancher/hardened-cluster-autoscaler": "cluster-proportional-autoscaler",
        "rancher/hardened-cni-plugins": "cni-plugins",
        "rancher/hardened-coredns": "coredns",
        "rancher/hardened-snapshot-controller": "csi-snapshot-controller",
        "rancher/mirrored-sig-storage-snapshot-controller": "csi-snapshot-controller",
        "rancher/hardened-etcd": "etcd",
        "rancher/hardened-flannel": "flannel",
        "rancher/harvester-cloud-provider": "harvester-cloud-provider",
        "rancher/harvester-csi-driver": "harvester-csi-driver",
        "rancher/nginx-ingress-controller": "ingress-nginx",
        "rancher/klipper-helm": "klipper-helm",
        "rancher/klipper-lb": "klipper-lb",
        "rancher/hardened-kube-proxy": "kube-proxy",
        "rancher/mirrored-kube-vip-kube-vip-iptables": "kube-vip",
        "rancher/hardened-k8s-metrics-server": "metrics-server",
        "rancher/hardened-multus-cni": "multus",
        "rancher/hardened-dns-node-cache": "nodelocaldns",
        "rancher/pause": "pause",
        "rancher/mirrored-pause": "pause",
        "rancher/rke2-cloud-provider": "rke2-cloud-provider",
        "rancher/mirrored-calico-operator": "tigera-operator",
        "rancher/hardened-traefik": "traefik",
        "rancher/mirrored-library-traefik": "traefik",
        "rancher/mirrored-cloud-provider-vsphere-cpi-release-manager": "vsphere-cpi",
        "rancher/mirrored-cloud-provider-vsphere": "vsphere-cpi",
        "rancher/hardened-cloud-provider-vsphere": "vsphere-cpi",
        "rancher/mirrored-cloud-provider-vsphere-csi-release-driver": "vsphere-csi",
        "rancher/hardened-vsphere-csi-driver": "vsphere-csi",
        "rancher/hardened-whereabouts": "whereabouts",
    }
)

BASES = image_reader(
    {
        "rancher/hardened-containerd": "containerd",
        "rancher/k3s-containerd": "containerd",
        "rancher/hardened-crictl": "cri-tools",
        "rancher/hardened-runc": "runc",
    }
)

MODULES = variable_reader(
    parse_go_modules,
    {
        "github.com/k3s-io/helm-controller": "helm-controller",
        "github.com/rancher/helm-controller": "helm-controller",
        "github.com/k3s-io/k3s": "k3s",
        "github.com/rancher/k3s": "k3s",
        "github.com/k3s-io/kine": "kine",
    },
)


# The other columns name charts in one line and images in another, or two things in one cell.
COLUMNS = (
    "cilium",
    "containerd",
    "coredns",
    "etcd",
    "helm-controller",
    "kubernetes",
    "metrics-server",
    "multus",
    "runc",
)


def _read_build_images(text: str) -> dict[str, str]:
    """Return the images of build-images, with the variables that it and version.sh set put in."""
    return dict(LISTED(expand_variables(text, parse_shell_variables(text))))


RKE2 = Extractor(
    "rke2",
    (
        TaggedFiles(
            repository="rancher/rke2",
            tags=r"v\d+\.\d+\.\d+\+rke2r\d+",
            files=(
                LayoutFile(
                    "scripts/version.sh",
                    variable_reader(parse_shell_variables, {"KUBERNETES_VERSION": "kubernetes"}),
                ),
                LayoutFile(
                    "scripts/build-images", _read_build_images, before="scripts/version.sh", required=True
                ),
                LayoutFile("Dockerfile", BASES, required=True),
                LayoutFile("go.mod", MODULES, required=True),
            ),
        ),
        ReleaseNotes(
            repository="rancher/rke2-docs",
            folders=("docs/release-notes-old", "docs/release-notes"),
            names=r"v\d+\.\d+\.X\.md",
            columns={name: name for name in COLUMNS},
        ),
    ),
)
