/** Values that records and the search language share. Without zod, which the window must not load. */

/** How images are made; `import`: outside of Atelier. */
export const operations = [
  'import',
  'fill',
  'generate',
  'edit',
  'variations',
  'compose',
  'crop',
  'expand',
  'merge',
  'cutout',
  'external',
  'depth',
  'pose',
] as const

/** The programs whose image metadata is understood; `text`: only plain text (XMP, IPTC, EXIF) was found. */
export const metadataDialects = [
  'atelier',
  'a1111',
  'comfyui',
  'invokeai',
  'swarmui',
  'fooocus',
  'novelai',
  'krita-ai',
  'text',
  'easydiffusion',
  'drawthings',
  'ruinedfooocus',
  'huggingface',
] as const

export const flags = ['none', 'pick', 'reject'] as const
