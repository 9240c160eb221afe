/** Default strength of a control image, as in the engine's own defaults. */
export const usualControlStrength = 0.9

/** What a model on this computer can turn an image into, for a ControlNet to read. Also the recipe's operation. */
export const controlKinds = ['depth', 'pose'] as const
export type ControlKind = (typeof controlKinds)[number]

/** What a ControlNet reads: the image as it is, or what is found in it. */
export const controlSources = ['none', 'edges', ...controlKinds] as const
export type ControlSource = (typeof controlSources)[number]

/** How the names of ControlNets say what they read. */
const names: Readonly<Record<ControlSource, RegExp | null>> = {
  none: null,
  edges: /canny/i,
  depth: /depth|midas|zoe/i,
  pose: /open-?pose|pose/i,
}

/** Returns the ControlNet for it, by its name: the current one if it fits, or if none does. */
export function netFor(source: ControlSource, nets: readonly string[], current: string): string {
  const pattern = names[source]
  if (pattern === null || pattern.test(current)) return current
  return nets.find((net) => pattern.test(net)) ?? current
}
