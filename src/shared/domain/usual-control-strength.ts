/** Default strength of a control image, as in the engine's own defaults. */
export const usualControlStrength = 0.9
