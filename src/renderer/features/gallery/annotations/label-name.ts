import type { ColorLabel } from '../../../../shared/domain/annotations.ts'

/** `red` → "Red". */
export function labelName(label: ColorLabel): string {
  return `${label.charAt(0).toUpperCase()}${label.slice(1)}`
}
