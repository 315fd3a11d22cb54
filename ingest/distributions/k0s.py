"""k0s: versions of binaries in makefiles, of images in Go; both moved about."""

import re

from ingest.parsers import (
    image_reader,
    parse_go_modules,
    parse_go_strings,
    parse_make_variables,
    variable_reader,
)
from ingest.source import Extractor, LayoutFile, TaggedFiles

BINARIES = ("containerd", "etcd", "iptables", "keepalived", "kine", "konnectivity", "kubernetes", "runc")

# In v1.24 the Calico images began to share one version, which therefore is only Calico's own.
IMAGES = {
    "CalicoImageVersion": "calico",
    "CalicoComponentImagesVersion": "calico",
    "CalicoCNIImageVersion": "calico",
    "CalicoCNIWindowsImageVersion": "calico-windows",
    "FlexVolumeImageVersion": "calico-flexvol",
    "CalicoFlexVolumeImageVersion": "calico-flexvol",
    "KubeControllerImageVersion": "calico-kube-controllers",
    "CalicoKubeControllersImageVersion": "calico-kube-controllers",
    "CalicoNodeImageVersion": "calico-node",
    "CalicoNodeWindowsImageVersion": "calico-node-windows",
    "KubeRouterCNIInstallerImageVersion": "cni-node",
    "CoreDNSImageVersion": "coredns",
    "EnvoyProxyImageVersion": "envoy",
    "KonnectivityImageVersion": "konnectivity-agent",
    "KubeProxyImageVersion": "kube-proxy",
    "KubeProxyWindowsImageVersion": "kube-proxy-windows",
    "KubeRouterCNIImageVersion": "kube-router",
    "MetricsImageVersion": "metrics-server",
    "KubePauseContainerImageVersion": "pause",
    "KubePauseWindowsContainerImageVersion": "pause-windows",
    "PushGatewayImageVersion": "pushgateway",
    "TraefikImageVersion": "traefik",
}

MANIFESTS = image_reader(
    {
        "calico/cni": "calico",
        "calico/pod2daemon-flexvol": "calico-flexvol",
        "calico/kube-controllers": "calico-kube-controllers",
        "calico/node": "calico-node",
        "coredns/coredns": "coredns",
        "kas-network-proxy/proxy-agent": "konnectivity-agent",
        "kube-proxy": "kube-proxy",
        "metrics-server": "metrics-server",
    }
)


def _read_binaries(text: str) -> dict[str, str]:
    """Return the versions of a makefile, whether `x_version` stands alone or `x_version_and_rev` with it."""
    values = parse_make_variables(text)
    found = {}
    for name in BINARIES:
        alone = values.get(f"{name}_version", "")
        version = values.get(f"{name}_version_and_rev", "").split("@")[0] or alone
        if version:
            found[name] = version
    return found


def _read_manifest(text: str) -> dict[str, str]:
    """Return the images of a static manifest; of a template none, as constants fill it."""
    return {} if re.search(r"image:.*\{\{", text) else dict(MANIFESTS(text))


def _read_windows_image(text: str) -> dict[str, str]:
    """Return the one image whose constant has the same name on Windows as elsewhere."""
    return dict(variable_reader(parse_go_strings, {"KubePauseContainerImageVersion": "pause-windows"})(text))


CONSTANTS = variable_reader(parse_go_strings, IMAGES)

K0S = Extractor(
    "k0s",
    (
        TaggedFiles(
            repository="k0sproject/k0s",
            tags=r"v\d+\.\d+\.\d+(\+k0s\.\d+)?",
            files=(
                LayoutFile("embedded-bins/Makefile.variables", _read_binaries, required=True),
                LayoutFile("embedded-bins/Makefile", _read_binaries),
                LayoutFile(
                    "go.mod",
                    variable_reader(parse_go_modules, {"helm.sh/helm/v4": "helm", "helm.sh/helm/v3": "helm"}),
                ),
                LayoutFile("pkg/constant/constant_shared.go", CONSTANTS, required=True),
                LayoutFile("pkg/constant/constant_posix.go", CONSTANTS),
                LayoutFile("pkg/constant/constant_windows.go", _read_windows_image),
                LayoutFile("pkg/constant/constant.go", CONSTANTS),
                *(
                    LayoutFile(f"pkg/component/server/{name}.go", MANIFESTS)
                    for name in ("calico", "coredns", "konnectivity", "kubeproxy", "metricserver")
                ),
                LayoutFile("static/manifests/calico/DaemonSet/calico-node.yaml", _read_manifest),
                LayoutFile("static/manifests/calico/Deployment/calico-kube-controllers.yaml", _read_manifest),
            ),
        ),
    ),
)
