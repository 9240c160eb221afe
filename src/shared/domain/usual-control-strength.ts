/** How strongly a control image is followed where nobody says: as in the engine's own defaults. */
export const usualControlStrength = 0.9
