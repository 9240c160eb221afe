import * as messages from '../../../shared/messages/en/commands.ts'

/** Factor of a menu item; null = asked in a dialog. */
export type UpscaleChoice = 2 | 4 | null

export const upscaleChoices: readonly {
  readonly factor: UpscaleChoice
  readonly label: string
  readonly command: string
}[] = [
  { factor: 2, label: messages.upscaleTwice, command: 'image.upscale-2' },
  { factor: 4, label: messages.upscaleFourTimes, command: 'image.upscale-4' },
  { factor: null, label: messages.upscale, command: 'image.upscale' },
]

/** Returns the menu items for upscaling an image. */
export function upscaleEntries(upscale: (factor: UpscaleChoice) => void) {
  return upscaleChoices.map(({ factor, label, command }) => ({ label, command, run: () => upscale(factor) }))
}
