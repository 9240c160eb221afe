/** A library may bring Node's own kind of worker under the same name. */
export function hasWebWorkers(): boolean {
  return typeof Worker === 'function' && Worker.prototype instanceof EventTarget
}
