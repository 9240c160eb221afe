/**
 * Guesses from the file name the side in pixels that a local checkpoint was trained on: the first Stable Diffusion
 * repeats itself beyond 512, everything since falls apart below 1024.
 */
export function checkpointSidePx(name: string): number {
  return /(?<![0-9])1[._-]?[45](?![0-9])/.test(name) && !/xl/i.test(name) ? 512 : 1_024
}
