export const sortOrders = ['newest', 'oldest', 'name', 'rating', 'largest', 'dearest', 'relevance'] as const

/** Values that records and the search language share. Without zod, which `search` on the command line does not load. */

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

/** The fields that the filter panel counts by. Each is also a field of a query. */
export const facetFields = [
  'rating',
  'flag',
  'label',
  'tag',
  'provider',
  'model',
  'operation',
  'month',
  'color',
  'shape',
  'has',
  'cost',
  'format',
  'tool',
] as const

/** Names of images' main colors. Each is a value of `color:` in a query. */
export const imageColors = [
  'red',
  'orange',
  'yellow',
  'green',
  'cyan',
  'blue',
  'purple',
  'pink',
  'brown',
  'black',
  'gray',
  'white',
] as const
export type ImageColor = (typeof imageColors)[number]
