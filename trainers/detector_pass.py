"""A detector's pass in training, and what of it is not trained.

On a CPU the gradient of 5 x 5 depthwise filters takes as long as all the rest of a step. They are
general, so they stay as they were in a detector that can already see; so do the finest stages, and
the statistics of its batch norms, which a few pictures know worse.
"""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm

from engine.networks.detector_network import AnchorFreeDetector, DetectorNetwork, Predictions
from engine.networks.encoder import encoder_input
from engine.networks.picodet import PicoDet
from trainers.frozen_encoder import FROZEN_STAGES, SLOW_KERNEL, apply_layer, encode, freeze


def freeze_detector(network: AnchorFreeDetector) -> None:
    """Take what is finer than stride 8 and the large depthwise kernels out of the training."""
    if isinstance(network, DetectorNetwork):
        freeze(network.encoder)
        return
    assert isinstance(network, PicoDet)
    for module in (network.stem, *list(network.stages)[:FROZEN_STAGES]):
        module.requires_grad_(False)
    for module in network.modules():
        if isinstance(module, nn.Conv2d) and module.groups > 1:
            large = module.kernel_size[0] >= SLOW_KERNEL
            module.weight.requires_grad_(module.weight.requires_grad and not large)


def training_pass(network: AnchorFreeDetector, lightness: Tensor) -> Predictions:
    """What the network predicts of L (N, 1, H, W), 0..100; gradients reach what is trained."""
    if not isinstance(network, DetectorNetwork):
        for module in network.modules():
            if isinstance(module, _BatchNorm):  # also those of several processes
                module.eval()
        predictions: Predictions = network(lightness)
        return predictions
    features = encode(network.encoder, encoder_input(lightness))[2:]
    if network.semantic is not None:
        features[-1] = apply_layer(network.semantic, features[-1])
    return network.predict(features)
