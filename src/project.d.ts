/** Where the build found each decision in the engine's source. */
declare module '#stack/places' {
  const places: Readonly<Record<string, { path: string; line: number; declared: number }>>;
  export default places;
}

/** Where the build found each kernel function in the engine's source. */
declare module '#stack/functions' {
  const functions: Readonly<Record<string, { path: string; line: number }>>;
  export default functions;
}
