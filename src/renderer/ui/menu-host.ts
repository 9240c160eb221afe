/** Inside the page's landmark, so that landmark navigation finds an open menu too. */
export function menuHost(): HTMLElement | null {
  return document.querySelector('main')
}
