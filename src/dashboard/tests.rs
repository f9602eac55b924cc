//! Behaviour of the dashboard: keys in, effects and model out.
