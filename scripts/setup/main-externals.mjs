/** What main and its children load from node_modules or from Electron, instead of having it built in. */
export const mainExternals = [
  'electron',
  'sharp',
  'koffi',
  'onnxruntime-node',
  'keytar',
  '@contentauth/c2pa-wasm',
  /^@tensorflow\//,
  /^nsfwjs\//,
  /^node:/,
]
