/** What a model on this computer can turn an image into, for a ControlNet to read. Also the recipe's operation. */
export const controlKinds = ['depth', 'pose'] as const
export type ControlKind = (typeof controlKinds)[number]
