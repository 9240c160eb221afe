import type { HandlerContext } from '../handler-context.ts'
import type { HandlersOf } from '../handlers.ts'
import { forward } from '../forward.ts'

export function createCatalogueHandlers({ services }: HandlerContext): HandlersOf<'catalogue' | 'collections'> {
  const catalogue = async () => (await services()).catalogue
  const collections = async () => (await catalogue()).collections

  return {
    'catalogue.find': async ({ sort, isStacked, withShapes, ...scope }) =>
      (await catalogue()).find(scope, { sort, isStacked, withShapes }),
    'catalogue.newest': async ({ shelf, limit }) => (await catalogue()).newest(shelf, limit),
    'catalogue.stack': async ({ id, ...scope }) => ({ ids: await (await catalogue()).stack(id, scope) }),
    'catalogue.suggest': async ({ query, at }) => (await catalogue()).suggest(query, at),
    'catalogue.mark': async ({ ids, change }) => (await catalogue()).mark(ids, change),
    'catalogue.undoMark': async ({ undoId }) => (await catalogue()).undoMark(undoId),
    ...forward('catalogue', catalogue, 'facets', 'tags'),
    'catalogue.renameTag': async ({ from, to }) => (await catalogue()).renameTag(from, to),
    'catalogue.removeTag': async ({ name }) => (await catalogue()).removeTag(name),
    'catalogue.lineage': async ({ id }) => (await catalogue()).lineage(id),
    'catalogue.uses': async ({ id }) => (await catalogue()).uses(id),
    'catalogue.similar': async ({ id, limit }) => (await catalogue()).similar(id, limit),
    'catalogue.duplicates': async ({ maxDistance }) => (await catalogue()).duplicates(maxDistance),
    'catalogue.details': async ({ id }) => (await catalogue()).details(id),
    ...forward('collections', collections, 'list', 'create'),
    'collections.holding': async ({ ids }) => ({ ids: await (await collections()).holding(ids) }),
    'collections.change': async ({ id, ...change }) => (await collections()).change(id, change),
    'collections.remove': async ({ id }) => (await collections()).remove(id),
    'collections.restore': async ({ id }) => (await collections()).restore(id),
    'collections.add': async ({ id, ids }) => ({ added: await (await collections()).add(id, ids) }),
    'collections.takeOut': async ({ id, ids }) => ({ takenOut: await (await collections()).takeOut(id, ids) }),
  }
}
