//! Assemblies as graphs: downwards what they are made of, upwards what a part is used in.

use partwright_domain::bom::{Edge, Graph, Node};
use partwright_domain::revision::RevisionError;
use partwright_domain::store::Snapshot;
use partwright_domain::{Error, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::level::structure;
use crate::app::App;
use crate::commands::id;
use crate::commands::revision::LifecycleView;
use crate::error::WireError;

/// How many nodes can still be told apart in a picture.
const MOST: usize = 300;

/// Asks for the graph of a revision.
#[derive(Debug, Deserialize, TS)]
pub struct BomGraphRequest {
    revision: String,
    /// Whether what it is used in is asked for, and not what it is made of.
    upwards: bool,
}

/// A graph of revisions.
#[derive(Debug, Serialize, TS)]
pub struct BomGraphView {
    /// The first is the one that was asked for.
    nodes: Vec<BomGraphNode>,
    edges: Vec<BomGraphEdge>,
    /// How many revisions there was no room for.
    left_out: usize,
}

/// A revision in a graph.
#[derive(Debug, Serialize, TS)]
pub struct BomGraphNode {
    number: String,
    name: String,
    /// The revision's label.
    label: String,
    state: LifecycleView,
    /// The name of the state in the revision's workflow.
    workflow_state: String,
    /// How many of its lines call for parts that are made of nothing further.
    leaves: usize,
}

/// How much of one revision goes into another, by their places among the nodes.
#[derive(Debug, Serialize, TS)]
pub struct BomGraphEdge {
    from: usize,
    to: usize,
    /// As `2 each`; with several units, each.
    amount: String,
}

/// The graph of what a revision is made of, or of what its part is used in.
pub fn graph(app: &App, request: BomGraphRequest) -> Result<BomGraphView, WireError> {
    let BomGraphRequest { revision, upwards } = request;
    let revision = id(&revision, "bom_graph")?;
    Ok(app.workspace()?.store.read("bom.graph", |snapshot| {
        let graph = if upwards {
            let found = snapshot.revisions().find(revision)?.ok_or(RevisionError::NotFound)?;
            Graph::above(found.part, revision, &snapshot.boms().above(found.part)?, MOST)
        } else {
            Graph::below(&structure(snapshot, revision)?, MOST)
        };
        let Graph { nodes, edges, left_out } = graph;
        let nodes = nodes.into_iter().map(|node| node_view(snapshot, node)).collect::<Result<_>>()?;
        Ok::<_, Error>(BomGraphView { nodes, edges: edges.into_iter().map(edge_view).collect(), left_out })
    })?)
}

fn node_view(snapshot: &dyn Snapshot, node: Node) -> Result<BomGraphNode> {
    let revision = snapshot.revisions().find(node.revision)?.ok_or(RevisionError::NotFound)?;
    let part = snapshot.parts().get(revision.part)?;
    Ok(BomGraphNode {
        number: part.number.to_string(),
        name: part.name.to_string(),
        label: revision.label,
        state: revision.state.into(),
        workflow_state: revision.workflow_state.to_string(),
        leaves: node.leaves,
    })
}

fn edge_view(Edge { from, to, amounts }: Edge) -> BomGraphEdge {
    let amount = amounts.iter().map(|(unit, amount)| format!("{amount} {unit}")).collect::<Vec<_>>().join(", ");
    BomGraphEdge { from, to, amount }
}
