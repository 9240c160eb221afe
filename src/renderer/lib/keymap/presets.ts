import type { KeyPreset } from '../../../shared/domain/settings.ts'
import * as messages from '../../../shared/messages/en/commands.ts'

/** A preset's differences from the default keys; actions whose keys it needs have been moved elsewhere. */
export type PresetTable = Readonly<Record<string, readonly string[]>>

const photoshop: PresetTable = {
  'tool.crop': ['C'],
  'tool.frame': ['Shift+C'],
  'held.frame': [],
  'mask.invert': ['Mod+I', 'Mod+Shift+I'],
  'file.import': [],
  'mask.fill': ['Shift+F5', 'Alt+Backspace'],
  'view.toggle-overlay': ['\\', 'Q'],
  'held.original': ['P'],
  'file.export': ['Mod+Alt+Shift+W', 'Mod+Shift+E'],
  'help.shortcuts': ['Mod+Alt+Shift+K', '?'],
  'gesture.wheel-zoom': ['Alt+Wheel'],
  'gesture.wheel-size': [],
}

const strengthsOff = Object.fromEntries(
  Array.from({ length: 10 }, (_, at): [string, string[]] => [`brush.strength-${(at + 1) * 10}`, []]),
)

const krita: PresetTable = {
  // Digits rotate and fit the view.
  ...strengthsOff,
  'tool.rectangle': ['Mod+R'],
  'tool.ellipse': ['J'],
  'tool.heal': ['Shift+J'],
  'tool.move': ['T'],
  'mask.target': ['Shift+T'],
  'tool.crop': ['C'],
  'tool.frame': ['Shift+C'],
  'held.frame': [],
  'tool.eyedropper': ['P'],
  'held.pick': ['Mod'],
  'tool.bucket': ['F'],
  'tool.gradient': ['G'],
  'mask.invert': ['Mod+Shift+I'],
  'file.import': [],
  'mask.clear': ['Mod+Shift+A'],
  'mask.fill': ['Shift+F5', 'Shift+Backspace'],
  'view.actual-size': ['1', 'Mod+1'],
  'view.fit': ['2', 'Mod+0'],
  'view.rotate-left': ['4'],
  'view.rotate-reset': ['5'],
  'view.rotate-right': ['6'],
  'held.rotate': ['Shift+Space'],
  'view.mirror': ['M'],
  'view.zoom-in': ['+', '=', 'Mod++', 'Mod+='],
  'view.zoom-out': ['-', 'Mod+-'],
  'layer.next': ['PageUp'],
  'layer.previous': ['PageDown'],
  'layer.new-paint': ['Insert'],
  'layer.delete': ['Shift+Delete'],
  'make.generate': ['Shift+Enter', 'Mod+Enter'],
  'gesture.size-hardness': [],
  'gesture.size': ['Shift+Drag'],
  'gesture.wheel-size': [],
}

const invoke: PresetTable = {
  'tool.rectangle': ['U'],
  'tool.ellipse': ['Shift+U'],
  'tool.markup': ['A'],
  'markup.show': ['Shift+A'],
  'mask.invert': ['Shift+V'],
  'mask.clear': ['Shift+C'],
  'tool.crop': ['Mod+Shift+C'],
  'view.toggle-overlay': ['Shift+H', 'Q'],
  'view.mirror': ['Shift+M'],
  'mask.cancel-fill': ['Shift+X', 'Escape'],
  'layer.delete': ['Delete'],
  'results.reject': ['Backspace'],
  'view.toggle-panels': ['F', 'Tab'],
  'gesture.zoom': ['Mod+MiddleDrag'],
  'gesture.size-hardness': [],
  'gallery.full-screen': ['Shift+F'],
}

export const presetTables: Readonly<Record<KeyPreset, PresetTable>> = { atelier: {}, photoshop, krita, invoke }

/** For choosing a preset: its name and its differences. */
export const presetLabels: Readonly<Record<KeyPreset, { readonly label: string; readonly note: string }>> = {
  atelier: { label: messages.atelier, note: messages.atelierPresetHint },
  photoshop: {
    label: messages.photoshop,
    note: messages.photoshopPresetHint,
  },
  krita: {
    label: messages.krita,
    note: messages.kritaPresetHint,
  },
  invoke: {
    label: messages.invokeAi,
    note: messages.invokePresetHint,
  },
}
