"""The window: Qt widgets and the state behind them."""
