/** A library may define Node's own `Worker` under the same name. */
export function hasWebWorkers(): boolean {
  return typeof Worker === 'function' && Worker.prototype instanceof EventTarget
}
