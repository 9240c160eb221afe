import { plainMessage as message } from '../plain-message.ts'

// Option values shared by several services
export const auto = message('Auto')
export const on = message('On')
export const off = message('Off')
export const none = message('None')
export const minimal = message('Minimal')
export const medium = message('Medium')
export const regular = message('Regular')
export const high = message('High')
export const extraHigh = message('Extra high')
export const maximum = message('Maximum')

// How faithful, thorough or fast: of nouns with another gender than “mode” in some languages
export const noAcceleration = message('None', 'fidelity')
export const lowFidelity = message('Low', 'fidelity')
export const mediumFidelity = message('Medium', 'fidelity')
export const highFidelity = message('High', 'fidelity')

export const fast = message('Fast')
export const transparent = message('Transparent')
export const opaque = message('Opaque')

// Styles
export const vivid = message('Vivid')
export const natural = message('Natural')
export const general = message('General')
export const realistic = message('Realistic')
export const design = message('Design')
export const fiction = message('Fiction')
export const stylized = message('Stylized')

// Color palettes
export const ember = message('Ember')
export const fresh = message('Fresh')
export const jungle = message('Jungle')
export const magic = message('Magic')
export const melon = message('Melon')
export const mosaic = message('Mosaic')
export const pastel = message('Pastel')
export const ultramarine = message('Ultramarine')

// Image types
export const sublime = message('Sublime')
export const photo = message('Photo')
export const photoDenoised = message('Photo, denoised')

// CLIP guidance
export const simple = message('Simple')
export const fastBlue = message('Fast blue')
export const fastGreen = message('Fast green')
export const slow = message('Slow')
export const slower = message('Slower')
export const slowest = message('Slowest')
