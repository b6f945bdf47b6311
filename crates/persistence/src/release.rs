//! Releases in SQLite.

use partwright_domain::change::Room;
use partwright_domain::id::{BomLineId, PersonId, RevisionId};
use partwright_domain::release::{
    ContentHash, Exception, Form, Release, ReleaseLine, ReleaseReader, ReleaseRepository,
};
use partwright_domain::store::StoreError;
use partwright_domain::time::Timestamp;
use rusqlite::params;
use uuid::Uuid;

use crate::column::{self, Columns};
use crate::session::{Session, Writing};

fn release(columns: &mut Columns<'_>) -> rusqlite::Result<Release> {
    Ok(Release {
        revision: RevisionId(columns.get()?),
        person: PersonId(columns.get()?),
        at: Timestamp(columns.get()?),
        form: columns.number(|number| Form::numbered(u32::try_from(number).ok()?))?,
        hash: columns.text(ContentHash::parse)?,
        exception: columns.text(Exception::parse)?,
    })
}

fn line(columns: &mut Columns<'_>) -> rusqlite::Result<ReleaseLine> {
    let line = BomLineId(columns.get()?);
    Ok(ReleaseLine { line, child: columns.get::<Option<Uuid>>()?.map(RevisionId) })
}

impl<A: Send + Sync> ReleaseReader for Session<'_, A> {
    fn find(&self, revision: RevisionId) -> Result<Option<Release>, StoreError> {
        self.first(include_str!("release/find.sql"), [revision.0], release)
    }

    fn lines(&self, revision: RevisionId) -> Result<Vec<ReleaseLine>, StoreError> {
        self.all(include_str!("release/lines.sql"), [revision.0], line)
    }
}

impl ReleaseRepository for Session<'_, Writing> {
    fn insert(&self, release: &Release, lines: &[ReleaseLine]) -> Result<(), StoreError> {
        let Release { revision, person, at, form, hash, exception } = release;
        self.change_whole((Room::Release, *revision), || {
            let params = params![revision.0, person.0, at.0, form.number(), hash.to_string(), exception.as_str()];
            self.execute(include_str!("release/insert.sql"), "person", params)?;
            let lines: Vec<_> =
                lines.iter().map(|ReleaseLine { line, child }| (line.0, child.map(|of| of.0))).collect();
            let params = params![revision.0, column::to_json(&lines)?];
            self.execute(include_str!("release/insert_lines.sql"), "line", params)?;
            Ok(())
        })
    }
}
