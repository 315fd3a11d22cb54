// What our scripts use of vis-network 9.1.2. pyvis carries it without types, and its package on npm, which has them,
// is another version. Ids are strings, or numbers where a script counts.

declare namespace vis {
  type Id = string | number;
  type Place = { x: number; y: number };
  type Box = { top: number; left: number; right: number; bottom: number };
  type Options = Record<string, unknown>;
  type Animation = boolean | { duration?: number; easingFunction?: string };

  interface Node<N extends Id = string> {
    id: N;
    label?: string;
    title?: string | HTMLElement;
    group?: string;
    hidden?: boolean;
    x?: number;
    y?: number;
    fixed?: boolean | { x: boolean; y: boolean };
    shape?: string;
    size?: number;
    borderWidth?: number;
    opacity?: number;
    color?: string | object;
    font?: string | object;
  }

  interface Edge<E extends Id = string> {
    id: E;
    from?: Id;
    to?: Id;
    label?: string;
    title?: string | HTMLElement;
    hidden?: boolean;
    width?: number;
    dashes?: boolean | number[];
    color?: string | object;
    font?: string | object;
    arrows?: string | object;
    smooth?: boolean | object;
  }

  /** An item, or what of it changes. */
  type Change<T extends { id: Id }> = Partial<T> & Pick<T, "id">;

  class DataSet<T extends { id: Id } = Node> {
    constructor(items?: T[]);
    readonly length: number;
    add(items: T | T[]): T["id"][];
    update(items: Change<T> | Change<T>[]): T["id"][];
    remove(which: T["id"] | T | (T["id"] | T)[]): T["id"][];
    clear(): T["id"][];
    get(): T[];
    get(id: T["id"]): T | null;
    get(ids: T["id"][]): T[];
    getIds(): T["id"][];
    forEach(each: (item: T, id: T["id"]) => void): void;
  }

  /** What a click, a selection or a drag is told with. */
  interface Pressed<N extends Id = string, E extends Id = string> {
    nodes: N[];
    edges: E[];
    event: Event;
    pointer: { DOM: Place; canvas: Place };
  }

  interface Events<N extends Id = string, E extends Id = string> {
    click: Pressed<N, E>;
    doubleClick: Pressed<N, E>;
    oncontext: Pressed<N, E>;
    hold: Pressed<N, E>;
    select: Pressed<N, E>;
    selectNode: Pressed<N, E>;
    selectEdge: Pressed<N, E>;
    deselectNode: Pressed<N, E>;
    deselectEdge: Pressed<N, E>;
    dragStart: Pressed<N, E>;
    dragging: Pressed<N, E>;
    dragEnd: Pressed<N, E>;
    hoverNode: { node: N; event: Event };
    blurNode: { node: N; event: Event };
    hoverEdge: { edge: E; event: Event };
    blurEdge: { edge: E; event: Event };
    zoom: { direction: "+" | "-"; scale: number; pointer: Place };
    resize: { width: number; height: number; oldWidth: number; oldHeight: number };
    animationFinished: void;
    stabilizationIterationsDone: void;
    stabilized: { iterations: number };
    beforeDrawing: CanvasRenderingContext2D;
    afterDrawing: CanvasRenderingContext2D;
  }

  class Network<N extends Id = string, E extends Id = string> {
    constructor(place: HTMLElement, data: { nodes: DataSet<Node<N>>; edges: DataSet<Edge<E>> }, options?: Options);

    on<K extends keyof Events>(event: K, hear: (told: Events<N, E>[K]) => void): void;
    once<K extends keyof Events>(event: K, hear: (told: Events<N, E>[K]) => void): void;
    off<K extends keyof Events>(event: K, hear?: (told: Events<N, E>[K]) => void): void;

    setOptions(options: Options): void;
    redraw(): void;
    destroy(): void;

    fit(how?: { nodes?: N[]; minZoomLevel?: number; maxZoomLevel?: number; animation?: Animation }): void;
    focus(id: N, how?: { scale?: number; offset?: Place; locked?: boolean; animation?: Animation }): void;
    moveTo(how: { position?: Place; scale?: number; offset?: Place; animation?: Animation }): void;
    getScale(): number;
    getViewPosition(): Place;
    canvasToDOM(place: Place): Place;
    DOMtoCanvas(place: Place): Place;

    getPosition(id: N): Place;
    getPositions(ids?: N | N[]): Record<N, Place>;
    getBoundingBox(id: N): Box;
    getNodeAt(place: Place): N | undefined;
    getEdgeAt(place: Place): E | undefined;
    getConnectedEdges(id: N): E[];
    getConnectedNodes(id: N): N[];

    getSelectedNodes(): N[];
    getSelectedEdges(): E[];
    selectNodes(ids: N[], highlightEdges?: boolean): void;
    selectEdges(ids: E[]): void;
    setSelection(
      selection: { nodes?: N[]; edges?: E[] },
      how?: { unselectAll?: boolean; highlightEdges?: boolean },
    ): void;
    unselectAll(): void;

    // Its inside, which is no promise of theirs.
    body: {
      container: HTMLElement;
      edges: Record<E, { edgeType: { getPoint(along: number): Place } }>;
    };
    canvas: { frame: HTMLElement & { canvas: HTMLCanvasElement } };
    interactionHandler?: { popup?: { hide(): void } };
  }
}
