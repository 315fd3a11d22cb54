"""K3s: vendor.conf, then go.mod with an image list; and release notes kept in two other repositories."""

import re

from ingest.parsers import image_reader, parse_go_modules, parse_shell_variables, variable_reader
from ingest.release_notes import ReleaseNotes
from ingest.source import Extractor, LayoutFile, TaggedFiles

MODULES = {
    "github.com/containerd/containerd/v2": "containerd",
    "github.com/containerd/containerd": "containerd",
    "sigs.k8s.io/cri-tools": "cri-tools",
    "github.com/kubernetes-sigs/cri-tools": "cri-tools",
    "go.etcd.io/etcd/server/v3": "etcd",
    "go.etcd.io/etcd": "etcd",
    "github.com/coreos/etcd": "etcd",
    "github.com/flannel-io/flannel": "flannel",
    "github.com/coreos/flannel": "flannel",
    "github.com/canonical/go-dqlite": "go-dqlite",
    "github.com/mattn/go-sqlite3": "go-sqlite3",
    "github.com/k3s-io/helm-controller": "helm-controller",
    "github.com/rancher/helm-controller": "helm-controller",
    "github.com/k3s-io/kine": "kine",
    "github.com/rancher/kine": "kine",
    "k8s.io/kubernetes": "kubernetes",
    "github.com/rancher/remotedialer": "remotedialer",
    "github.com/opencontainers/runc": "runc",
}

IMAGES = image_reader(
    {
        "library/busybox": "busybox",
        "library-busybox": "busybox",
        "rancher/mirrored-library-busybox": "busybox",
        "coredns/coredns": "coredns",
        "coredns-coredns": "coredns",
        "rancher/mirrored-coredns-coredns": "coredns",
        "rancher/klipper-helm": "klipper-helm",
        "rancher/klipper-lb": "klipper-lb",
        "rancher/local-path-provisioner": "local-path-provisioner",
        "metrics-server": "metrics-server",
        "rancher/mirrored-metrics-server": "metrics-server",
        "pause": "pause",
        "rancher/mirrored-pause": "pause",
        "library/traefik": "traefik",
        "library-traefik": "traefik",
        "rancher/mirrored-library-traefik": "traefik",
    }
)

COLUMNS = {
    "kubernetes": "kubernetes",
    "kine": "kine",
    "sqlite": "sqlite",
    "etcd": "etcd",
    "containerd": "containerd",
    "runc": "runc",
    "flannel": "flannel",
    "metrics-server": "metrics-server",
    "traefik": "traefik",
    "coredns": "coredns",
    "helm-controller": "helm-controller",
    "local-path-provisioner": "local-path-provisioner",
}

DOWNLOADS = {"ROOT_VERSION": "k3s-root", "TRAEFIK_VERSION": "traefik-chart", "RUNC_VERSION": "runc"}
SCRIPT = {"VERSION_CNIPLUGINS": "cni-plugins", "VERSION_ROOT": "k3s-root"}


def _read_vendored(text: str) -> dict[str, str]:
    """Return the module versions of a trash.lock or vendor.conf: a module, a version, perhaps a fork."""
    return dict(re.findall(r"^([\w.-]+(?:/[\w.-]+)+)[ \t]+([\w.+-]+)", text, re.MULTILINE))


def _read_modules(text: str) -> dict[str, str]:
    """Return the modules of a go.mod or vendor.conf; Kubernetes as it is named upstream, without -k3s1."""
    found = dict(variable_reader(parse_go_modules if "=>" in text else _read_vendored, MODULES)(text))
    if "kubernetes" in found:
        found["kubernetes"] = re.sub(r"-k3s.*", "", found["kubernetes"])
    return found


NOTES = r"v\d+\.\d+\.X\."

K3S = Extractor(
    "k3s",
    (
        ReleaseNotes(
            repository="rancher/k3s-product-docs",
            folders=(
                "docs/latest/modules/en/pages/release-notes-old",
                "docs/latest/modules/en/pages/release-notes",
            ),
            names=f"{NOTES}adoc",
            columns=COLUMNS,
        ),
        ReleaseNotes(
            repository="k3s-io/docs",
            folders=("docs/release-notes-old", "docs/release-notes"),
            names=f"{NOTES}md",
            columns=COLUMNS,
        ),
        TaggedFiles(
            repository="rancher/k3s",
            tags=r"v\d+\.\d+\.\d+(\+k3s\.?\d+)?",
            files=(
                LayoutFile("scripts/version.sh", variable_reader(parse_shell_variables, SCRIPT)),
                LayoutFile(
                    "scripts/download", variable_reader(parse_shell_variables, DOWNLOADS), required=True
                ),
                LayoutFile("go.mod", _read_modules, required=True),
                LayoutFile("vendor.conf", _read_modules, required=True),
                LayoutFile("trash.lock", _read_modules),
                LayoutFile("scripts/airgap/image-list.txt", IMAGES, required=True),
                LayoutFile("manifests/coredns.yaml", IMAGES),
            ),
        ),
    ),
)
