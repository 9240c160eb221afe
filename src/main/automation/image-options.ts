/** Options that several commands share, each described once. */
export const imageArgument = 'File, https or data: address, or - for standard input'

export const maskOption = { value: 'file', help: 'Mask: white changes, black keeps its pixels.' } as const

/** A finished mask says exactly what may change: both are 0 unless given. */
export const edgeOptions = {
  grow: { value: 'px', help: 'Grow the mask.' },
  feather: { value: 'px', help: 'Feather the mask’s edge.' },
} as const

export const seedOption = { value: 'n', help: 'Seed, for the same result again.' } as const

export const fileOptions = {
  quality: { value: '1-100', help: 'Quality of JPEG, WebP and AVIF.' },
  force: { help: 'Replace the file if it exists.' },
} as const

export const outFileOption = {
  value: 'file',
  help: 'Also write the result here; the extension is the format.',
} as const
