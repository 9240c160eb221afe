import { type ExportPreset, type PresetOptions, builtInPresets } from '../../../shared/domain/export-options.ts'

/** Returns the built-in presets, then the user's. */
export function allPresets(custom: readonly ExportPreset[]): readonly ExportPreset[] {
  return [...builtInPresets, ...custom]
}

export function isBuiltIn(id: string): boolean {
  return builtInPresets.some((preset) => preset.id === id)
}

/** Compares the options that affect the file; the folder does not. */
export function isSameExport(a: PresetOptions, b: PresetOptions): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}

function sorted(options: PresetOptions): unknown {
  return Object.entries(options).toSorted(([a], [b]) => a.localeCompare(b))
}

/** Returns the last selected preset if it still exists, otherwise one with the same options. */
export function presetFor(
  presets: readonly ExportPreset[],
  { id, options }: { readonly id: string | null; readonly options: PresetOptions },
): ExportPreset | null {
  return presets.find((each) => each.id === id) ?? presets.find((each) => isSameExport(each.options, options)) ?? null
}

/** Returns a unique name: `Web`, then `Web 2`. */
export function freeName(presets: readonly ExportPreset[], requested: string): string {
  const taken = new Set(presets.map(({ name }) => name.toLowerCase()))
  let name = requested.trim()
  for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${requested.trim()} ${number}`
  return name
}

export function movedBy(presets: readonly ExportPreset[], id: string, step: -1 | 1): readonly ExportPreset[] {
  const from = presets.findIndex((each) => each.id === id)
  const to = from + step
  if (from < 0 || to < 0 || to >= presets.length) return presets
  const moved = presets.toSpliced(from, 1)
  return moved.toSpliced(to, 0, presets[from]!)
}
