import type { ColourLabel } from '../../../../shared/domain/marks.ts'

/** `red` → "Red". */
export function labelName(label: ColourLabel): string {
  return `${label.charAt(0).toUpperCase()}${label.slice(1)}`
}
