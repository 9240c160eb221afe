/**
 * What of a folder's schemas nothing uses is not built in, and so neither is zod. A bundler cannot know that a call has
 * no effects: one used export of a file would keep all schemas beside it. So a file holds all of a concept, its schemas,
 * its types and what is done with them, though the window runs only the last of these (docs/adr/0031).
 * @param {string} folder whose files do nothing but define when they are loaded
 * @returns {import('vite').Plugin}
 */
export function dropUnusedSchemas(folder) {
  return {
    name: 'drop-unused-schemas',
    apply: 'build',
    transform(code, id) {
      if (!id.startsWith(folder) || !/["']zod["']|Schema/.test(code)) return null
      let marked = ''
      let end = 0
      for (const statement of this.parse(code).body) {
        const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
        if (declaration?.type !== 'VariableDeclaration') continue
        for (const { init } of declaration.declarations) {
          const value = init === null ? '' : code.slice(init.start, init.end)
          if (init === null || /Function/.test(init.type) || !/\(|\.\.\.|Schema/.test(value)) continue
          marked += `${code.slice(end, init.start)}/* @__PURE__ */ (() => (${value}))()`
          end = init.end
        }
      }
      // No line moves: the map stays true.
      return { code: marked + code.slice(end), map: null }
    },
  }
}
