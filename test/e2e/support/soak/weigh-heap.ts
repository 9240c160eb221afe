interface HeapSnapshot {
  readonly snapshot: {
    readonly meta: { readonly node_fields: readonly string[]; readonly node_types: [readonly string[]] }
  }
  readonly nodes: readonly number[]
}

/** What V8 makes of the program while it runs: bytecode, machine code, and what it learns of types. */
const codeTypes: ReadonlySet<string> = new Set(['code', 'hidden', 'object shape'])

/** Sums what lies in a heap snapshot, compiled code apart from all else. */
export function weighHeap(text: string): { readonly objectsMb: number; readonly codeMb: number } {
  const { snapshot, nodes } = JSON.parse(text) as HeapSnapshot
  const { node_fields: fields, node_types: types } = snapshot.meta
  const [typeAt, sizeAt] = [fields.indexOf('type'), fields.indexOf('self_size')]
  const isCode = types[0].map((type) => codeTypes.has(type))
  const bytes = { objects: 0, code: 0 }
  for (let node = 0; node < nodes.length; node += fields.length) {
    bytes[isCode[nodes[node + typeAt]!]! ? 'code' : 'objects'] += nodes[node + sizeAt]!
  }
  return { objectsMb: bytes.objects / 2 ** 20, codeMb: bytes.code / 2 ** 20 }
}
