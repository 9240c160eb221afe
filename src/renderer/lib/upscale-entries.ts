import * as messages from '../../shared/messages/en/commands.ts'

/** The factor of an item in a menu; null = asked in a dialog. */
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

/** The lines of a menu wherever an image has one. */
export function upscaleEntries(upscale: (factor: UpscaleChoice) => void) {
  return upscaleChoices.map(({ factor, label, command }) => ({ label, command, run: () => upscale(factor) }))
}
