"""MicroK8s: four layouts; tags since 1.18, and branches, which are what users follow, since 1.10."""

import re

from ingest.parsers import expand_variables, image_reader, parse_shell_variables
from ingest.source import Extractor, LayoutFile, Reader, TaggedFiles

VARIABLES = {
    "CNI_VERSION": "cni-plugins",
    "ETCD_VERSION": "etcd",
    "FLANNELD_VERSION": "flannel",
    "ISTIO_VERSION": "istio",
    "K8S_DQLITE_TAG": "k8s-dqlite",
    "KNATIVE_SERVING_VERSION": "knative-serving",
    "KUBE_TRACK": "kubernetes",
    "TRAEFIK_VERSION": "traefik",
}

COMPONENTS = {
    "cni": "cni-plugins",
    "containerd": "containerd",
    "crictl": "cri-tools",
    "dqlite": "dqlite",
    "dqlite-client": "go-dqlite",
    "etcd": "etcd",
    "flannel-cni-plugin": "flannel-cni-plugin",
    "flanneld": "flannel",
    "helm": "helm",
    "k8s-dqlite": "k8s-dqlite",
    "kubernetes": "kubernetes",
    "raft": "raft",
    "runc": "runc",
    "sqlite": "sqlite",
}

IMAGES = {
    "library/busybox": "busybox",
    "calico/cni": "calico",
    "calico/kube-controllers": "calico-kube-controllers",
    "calico/node": "calico-node",
    "coredns/coredns": "coredns",
    "cdkbot/hostpath-provisioner": "hostpath-provisioner",
    "ingress-nginx/controller": "ingress-nginx",
    "metrics-server": "metrics-server",
    "pause": "pause",
    "library/traefik": "traefik",
    "docker.io/traefik": "traefik",
}

ADDONS = {
    "coredns": {"coredns": "coredns"},
    "dashboard": {"dashboard": "kubernetes-dashboard", "kubernetes-dashboard": "kubernetes-dashboard"},
    "dns": {"k8s-dns-kube-dns": "kube-dns"},
    "ingress": {"nginx-ingress-controller": "ingress-nginx"},
    "metallb": {"metallb/controller": "metallb"},
    "metrics-server": {"metrics-server": "metrics-server"},
    "multus": {"multus": "multus"},
    "registry": {"registry": "registry"},
    "storage": {"hostpath-provisioner": "hostpath-provisioner"},
    "traefik": {"traefik": "traefik"},
}


def _read_environment(text: str) -> dict[str, str]:
    """Return the versions that the build scripts set, and those that only a comment over a commit says."""
    values = parse_shell_variables(text)
    found = {component: values[name] for name, component in VARIABLES.items() if values.get(name)}
    said = ""
    for line in text.splitlines():
        comment = re.match(r"#\s*(?:Tag|Release)\s+v?(\S+)", line)
        commit = re.match(r"export (CONTAINERD|RUNC)_COMMIT=", line)
        if comment:
            said = line.split()[2]
        elif commit and said:
            found[commit[1].lower()] = said
            said = ""
    return found


def _version_script_reader(component: str) -> Reader:
    """Make a reader of a component's version.sh, which prints the version."""

    def reader(text: str) -> dict[str, str]:
        values = parse_shell_variables(text)
        said = re.search(r'^echo "(?:version-)?([^"]+)"', text, re.MULTILINE)
        version = values.get("KUBE_TRACK", "") if component == "kubernetes" else said and said[1]
        return {component: expand_variables(version, values)} if version else {}

    return reader


def _read_part_tags(text: str) -> dict[str, str]:
    """Return the tags of the parts that a snapcraft.yaml builds from source."""
    found: dict[str, str] = {}
    for name, body in re.findall(r"^  ([\w-]+):\n((?:(?:    .*)?\n)*)", text, re.MULTILINE):
        tag = re.search(r"^    source-tag: \"?(?:version-)?([\w.-]+)", body, re.MULTILINE)
        if tag and name in {"dqlite", "raft", "sqlite"}:
            found[name] = tag[1]
    return found


MICROK8S = Extractor(
    "microk8s",
    (
        TaggedFiles(
            repository="canonical/microk8s",
            tags=r"v\d+\.\d+",
            branches=r"\d+\.\d+",
            files=(
                *(
                    LayoutFile(
                        f"build-scripts/components/{folder}/version.sh", _version_script_reader(component)
                    )
                    for folder, component in COMPONENTS.items()
                ),
                LayoutFile("build-scripts/images.txt", image_reader(IMAGES), required=True),
                LayoutFile("build-scripts/set-env-variables.sh", _read_environment, required=True),
                LayoutFile("build-scripts/prepare-env.sh", _read_environment),
                *(
                    LayoutFile(f"microk8s-resources/actions/{addon}.yaml", image_reader(names))
                    for addon, names in ADDONS.items()
                ),
                LayoutFile("snap/snapcraft.yaml", _read_part_tags),
                LayoutFile(
                    "upgrade-scripts/000-switch-to-calico/resources/calico.yaml",
                    image_reader({end: name for end, name in IMAGES.items() if name.startswith("calico")}),
                ),
            ),
        ),
    ),
)
