"""k0s: versions of binaries in makefiles, of images in Go; both moved about."""

import re

from ingest.parsers import (
    by_image,
    by_variable,
    go_modules,
    go_strings,
    make_variables,
)
from ingest.source import Extractor, File, TaggedFiles

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

MANIFESTS = by_image(
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


def binaries(text: str) -> dict[str, str]:
    """Return the versions of a makefile, whether `x_version` stands alone or `x_version_and_rev` with it."""
    values = make_variables(text)
    found = {}
    for name in BINARIES:
        alone = values.get(f"{name}_version", "")
        version = values.get(f"{name}_version_and_rev", "").split("@")[0] or alone
        if version:
            found[name] = version
    return found


def manifest(text: str) -> dict[str, str]:
    """Return the images of a static manifest; of a template none, as constants fill it."""
    return {} if re.search(r"image:.*\{\{", text) else dict(MANIFESTS(text))


def windows(text: str) -> dict[str, str]:
    """Return the one image whose constant has the same name on Windows as elsewhere."""
    return dict(by_variable(go_strings, {"KubePauseContainerImageVersion": "pause-windows"})(text))


CONSTANTS = by_variable(go_strings, IMAGES)

K0S = Extractor(
    "k0s",
    (
        TaggedFiles(
            repository="k0sproject/k0s",
            tags=r"v\d+\.\d+\.\d+(\+k0s\.\d+)?",
            files=(
                File("embedded-bins/Makefile.variables", binaries, telling=True),
                File("embedded-bins/Makefile", binaries),
                File(
                    "go.mod", by_variable(go_modules, {"helm.sh/helm/v4": "helm", "helm.sh/helm/v3": "helm"})
                ),
                File("pkg/constant/constant_shared.go", CONSTANTS, telling=True),
                File("pkg/constant/constant_posix.go", CONSTANTS),
                File("pkg/constant/constant_windows.go", windows),
                File("pkg/constant/constant.go", CONSTANTS),
                *(
                    File(f"pkg/component/server/{name}.go", MANIFESTS)
                    for name in ("calico", "coredns", "konnectivity", "kubeproxy", "metricserver")
                ),
                File("static/manifests/calico/DaemonSet/calico-node.yaml", manifest),
                File("static/manifests/calico/Deployment/calico-kube-controllers.yaml", manifest),
            ),
        ),
    ),
)
