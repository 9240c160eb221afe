/** The factor of an item in a menu; null = asked in a dialog. */
export type UpscaleChoice = 2 | 4 | null

export const upscaleChoices: readonly {
  readonly factor: UpscaleChoice
  readonly label: string
  readonly command: string
}[] = [
  { factor: 2, label: 'Upscale ×2', command: 'image.upscale-2' },
  { factor: 4, label: 'Upscale ×4', command: 'image.upscale-4' },
  { factor: null, label: 'Upscale…', command: 'image.upscale' },
]

/** The lines of a menu wherever an image has one. */
export function upscaleEntries(upscale: (factor: UpscaleChoice) => void) {
  return upscaleChoices.map(({ factor, label, command }) => ({ label, command, run: () => upscale(factor) }))
}
